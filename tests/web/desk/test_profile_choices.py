"""What a form offers to choose from is what there is in the world."""

from django.utils.translation import override

from entreciudades.web.desk.forms import countries


def test_countries_are_countries_in_the_order_of_their_names():
    with override("es"):
        offered = countries()
    names = [name for _code, name in offered]
    assert {"XA", "XB", "ZZ", "UN", "EU", "EZ"} & {code for code, _name in offered} == set()
    assert names.index("Bélgica") < names.index("Bolivia") < names.index("Bután")
