"""Pages: the only room that knows HTTP. Thin: a form, one service, a redirect; rows come from the rooms' querysets.

By audience: `public` (visitors), `desk` (a city at work), `office` (a network's secretariat); a module per noun inside.

How to write a page:

- Every view says for whom it is, with a decorator of `access`: `@public`, `@signed_in` or `@may(RULE)`. Views behind
  `@may` fetch through `core.access.fetch`, whose refusals become the 404 and 403 pages. A test fails on a view that
  says nothing.
- A template extends `layouts/page.html` (public) or `layouts/work.html` (desk and office: loads htmx), and fills
  `title`, `crumbs`, `heading`, `state` (one tag, in words), `lead`, `actions` (one primary button), `tabs`, `content`,
  and in a working page `modules` (scripts of `static_src/js`, built into `build/`).
- A page with one form is `layouts/form.html`. A page around an object names its template as `base`, with what it
  needs (`about_organisation`, `about_programme`, `about_practice`, `about_network`).
- Patterns are includes: `{% include "components/empty.html" with title=… text=… only %}`; `/componentes/`
  (demonstration only) shows each with what it takes. What holds free markup is a class instead: `card`, `grid`,
  `with-side`, `with-rail`, `section`, `facts`, `table table-cards`.
- A page that belongs to an entry of the menu is named in `context`, which lights the entry.
- Words, from `{% load words %}`: `{{ labels|label }}` marks another language by itself (`|plain` for attributes);
  `{{ markdown|prose }}`, `{{ figure|figure }}`, `{{ value|number }}`, `{{ amount|money }}`, `{{ date|when }}`,
  `{{ organisation|country }}`.
- No inline script or style: bars are `<progress>` or SVG attributes. Everything works without JavaScript.
"""
