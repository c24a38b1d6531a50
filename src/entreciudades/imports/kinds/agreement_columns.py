"""What a register of agreements says, and how registers call it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from entreciudades.alliances.models import Agreement
from entreciudades.imports.columns import Column, Reads, labelled
from entreciudades.imports.parts import ID

#: How registers call the kinds, beside their names here.
CALLED: Final[Mapping[str, tuple[str, ...]]] = {
    Agreement.Kind.TWINNING: (
        "hermanamiento", "acuerdo de hermanamiento", "convenio de hermanamiento", "irmanamento", "cidades-irmãs",
        "acordo de irmanamento", "geminação", "acordo de geminação", "sister cities", "town twinning",
    ),
    Agreement.Kind.MEMORANDUM: (
        "memorándum", "memorando", "memorándum de entendimiento", "memorando de entendimiento",
        "memorando de entendimento", "MoU",
    ),
    Agreement.Kind.FRAMEWORK: (
        "convenio marco", "acuerdo marco", "convenio marco de cooperación", "acordo-quadro", "acordo quadro",
        "protocolo", "protocolo de cooperação", "framework",
    ),
    Agreement.Kind.SPECIFIC: ("convenio específico", "acuerdo específico", "acordo específico", "convênio específico"),
    Agreement.Kind.INSTITUTIONAL: (
        "acuerdo institucional", "convenio interinstitucional", "acuerdo interinstitucional", "acordo institucional",
    ),
    Agreement.Kind.DECLARATION_OF_INTENT: ("declaración de intenciones", "declaração de intenções"),
    Agreement.Kind.LETTER_OF_INTENT: ("carta de intenciones", "carta de intención", "carta de intenções"),
    Agreement.Kind.DECLARATION: ("declaración", "declaración conjunta", "declaração", "declaração conjunta"),
    Agreement.Kind.RESOLUTION: ("resolución", "resolução"),
    Agreement.Kind.POSITION: ("posicionamiento", "posición", "posicionamento", "posição"),
    Agreement.Kind.ADDENDUM: ("adenda", "aditivo", "termo aditivo", "addenda"),
    Agreement.Kind.ENDORSEMENT: ("carta aval", "aval", "carta de anuência", "carta de apoio", "carta de apoyo"),
    Agreement.Kind.OTHER: ("otro", "otro acuerdo", "outro", "outro acordo"),
}  # fmt: skip

COLUMNS: Final = (
    ID,
    Column(
        "reference",
        {"es": "Número de registro", "pt": "Número de registro", "en": "Number in the register"},
        also=("Expediente", "Registro", "Nº", "Referencia", "Referência", "Reference", "Nº de expediente"),
    ),
    Column(
        "kind",
        {"es": "Tipo", "pt": "Tipo", "en": "Kind"},
        reads=Reads.CHOICE,
        required=True,
        also=("Tipo de convenio", "Tipo de acuerdo", "Tipo de acordo", "Clase", "Type", "Kind of agreement"),
    ),
    *(
        replace(one, required=True)
        for one in labelled(
            "titles",
            {"es": "Título", "pt": "Título", "en": "Title"},
            also={
                "es": ("Convenio", "Acuerdo", "Denominación", "Objeto", "Nombre"),
                "pt": ("Acordo", "Convênio", "Denominação", "Objeto", "Nome"),
                "en": ("Agreement", "Subject", "Name"),
            },
        )
    ),
    Column(
        "parties",
        {"es": "Partes", "pt": "Partes", "en": "Parties"},
        reads=Reads.CHOICES,
        ordered=True,
        required=True,
        also=("Ciudades", "Ciudades parte", "Cidades", "Cities", "Contraparte", "Contrapartes", "Socios", "Firman"),
        help={
            "es": "En el orden en que firman, con ; entre ellas. La ciudad que lo trae va la primera si no está.",
            "pt": "Na ordem em que assinam, com ; entre elas. A cidade que traz o arquivo é a primeira se não estiver.",
            "en": "In the order in which they sign, with ; between. A city that brings the file comes first if absent.",
        },
    ),
    Column(
        "signatories",
        {"es": "Firmantes", "pt": "Signatários", "en": "Signatories"},
        reads=Reads.LIST,
        also=("Firmado por", "Firmas", "Assinado por", "Signed by", "Signatory"),
        help={
            "es": "Uno por parte, en su orden, con el cargo entre paréntesis: Ada Inventada (Alcaldesa); Beto. "
            "Un guion donde no se sabe.",
            "pt": "Um por parte, na sua ordem, com o cargo entre parênteses: Ada Inventada (Prefeita); Beto Inventado. "
            "Um traço onde não se sabe.",
            "en": "One for each party, in their order, with the office in parentheses: Ada Inventada (Mayor); Beto. "
            "A dash where it is not known.",
        },
    ),
    Column(
        "signed",
        {"es": "Fecha de firma", "pt": "Data de assinatura", "en": "Signed"},
        reads=Reads.DATE,
        also=("Firma", "Fecha", "Firmado", "Firmado el", "Suscrito", "Data", "Assinado em", "Date"),
    ),
    Column(
        "starts",
        {"es": "En vigor desde", "pt": "Em vigor desde", "en": "In force from"},
        reads=Reads.DATE,
        also=("Desde", "Inicio", "Entrada en vigor", "Início"),
    ),
    Column(
        "ends",
        {"es": "En vigor hasta", "pt": "Em vigor até", "en": "In force until"},
        reads=Reads.DATE,
        also=("Hasta", "Fin", "Vence", "Vencimiento", "Vigencia hasta", "Vigente hasta", "Até", "Until", "Expires"),
        help={
            "es": "Vacío donde rige hasta que se denuncie.",
            "pt": "Vazio onde vigora até ser denunciado.",
            "en": "Empty where it holds until it is denounced.",
        },
    ),
    Column(
        "themes",
        {"es": "Temas", "pt": "Temas", "en": "Themes"},
        reads=Reads.CHOICES,
        also=("Tema", "Materia", "Área", "Áreas", "Ámbito", "Theme", "Sector"),
        help={
            "es": "Por su nombre o su código, con ; entre ellos: Movilidad; sdg:11.2.",
            "pt": "Pelo nome ou pelo código, com ; entre eles: Mobilidade; sdg:11.2.",
            "en": "By name or by code, with ; between: sdg:11.2.",
        },
    ),
    Column(
        "published",
        {"es": "Público", "pt": "Público", "en": "Public"},
        reads=Reads.YES_NO,
        help={
            "es": "Sin esta columna, lo nuevo no es público.",
            "pt": "Sem esta coluna, o que é novo não é público.",
            "en": "Without this column what is new is not public.",
        },
    ),
    Column(
        "source",
        {"es": "Fuente", "pt": "Fonte", "en": "Source"},
        also=("Enlace", "Ligação", "Link", "Origen", "Ubicación"),
        help={
            "es": "De dónde se sabe: un libro de registro, un boletín, una dirección web.",
            "pt": "De onde se sabe: um livro de registro, um diário oficial, um endereço na web.",
            "en": "From where it is known: a register, a gazette, an address on the web.",
        },
    ),
    Column(
        "document",
        {"es": "Documento", "pt": "Documento", "en": "Document"},
        outward=True,
        help={
            "es": "Los archivos que ya están aquí. Solo sale: el texto firmado se sube en la página del acuerdo.",
            "pt": "Os arquivos que já estão aqui. Só sai: o texto assinado é enviado na página do acordo.",
            "en": "The files that are here. It only goes out: the signed text is handed in on the agreement's page.",
        },
    ),
)
