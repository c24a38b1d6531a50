"""On which line does each thing of a TOML file stand?"""

import tomllib

from hypothesis import given
from hypothesis import strategies as st

from entreciudades.toml_lines import Path, lines_of

EVERY_FORM = '''\
# a comment with [[brackets]] and = signs
top = 1
a.b = "dotted"
"quoted key" = 'literal # no comment'

[plain]  # comment
text = """
[not.a.table]
key = "not a key"
""""
after = true
list = [
  "one", # ]
  { name = "two", "of what" = [1, 2] },
  [3,
   4],
]

[[first]]
key = "x"
  [[first.second]]
  key = "y"
  [[first.second]]
  when = 2017-04-01 07:32:00
    [first.second.inner]
    deep = \'\'\'
  '' two quotes\'\'\'
    last = 1
[[first]]
key = "z"
  [[first.second]]
  key = "w"
[plain.child]
end = 9
'''


def test_tables_keys_and_elements_have_the_line_where_they_begin() -> None:
    lines = lines_of(EVERY_FORM)

    assert {path: line for path, line in lines.items() if path[0] not in {"plain", "first"}} == {
        ("top",): 2,
        ("a",): 3,
        ("a", "b"): 3,
        ("quoted key",): 4,
    }
    assert {path[1:]: line for path, line in lines.items() if path[0] == "plain"} == {
        (): 6,
        ("text",): 7,
        ("after",): 11,
        ("list",): 12,
        ("list", 0): 13,
        ("list", 1): 14,
        ("list", 1, "name"): 14,
        ("list", 1, "of what"): 14,
        ("list", 1, "of what", 0): 14,
        ("list", 1, "of what", 1): 14,
        ("list", 2): 15,
        ("list", 2, 0): 15,
        ("list", 2, 1): 16,
        ("child",): 33,
        ("child", "end"): 34,
    }
    assert {path[1:]: line for path, line in lines.items() if path[0] == "first"} == {
        (): 19,
        (0,): 19,
        (0, "key"): 20,
        (0, "second"): 21,
        (0, "second", 0): 21,
        (0, "second", 0, "key"): 22,
        (0, "second", 1): 23,
        (0, "second", 1, "when"): 24,
        (0, "second", 1, "inner"): 25,
        (0, "second", 1, "inner", "deep"): 26,
        (0, "second", 1, "inner", "last"): 28,
        (1,): 29,
        (1, "key"): 30,
        (1, "second"): 31,
        (1, "second", 0): 31,
        (1, "second", 0, "key"): 32,
    }


SCALARS = st.one_of(
    st.text(st.characters(codec="ascii", exclude_categories=["Cc"]), max_size=9), st.integers(), st.booleans()
)
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner, max_size=3)
)


def inline(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key} = {inline(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[\n" + "".join(f"{inline(one)},\n" for one in value) + "]"
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return str(value).lower()


def paths_of(value: object, path: Path = ()) -> set[Path]:
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    below = [paths_of(one, (*path, key)) for key, one in inside]
    return set().union({path} if path else set(), *below)


@given(st.dictionaries(st.sampled_from("xyz"), VALUES))
def test_the_map_holds_exactly_the_paths_of_the_file(document: dict[str, object]) -> None:
    text = "".join(f"{key} = {inline(value)}\n" for key, value in document.items())

    assert set(lines_of(text)) == paths_of(tomllib.loads(text))
