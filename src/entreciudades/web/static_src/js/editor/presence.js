// Who else has the same page open: asked every ten seconds while it is seen.
const EVERY = 10_000;

export function watchPresence(form) {
  const place = form.querySelector("[data-others]");
  const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
  const ask = async () => {
    if (document.hidden) return;
    try {
      const response = await fetch(form.dataset.presence, { method: "POST", headers: { "X-CSRFToken": token } });
      const { said } = await response.json();
      if (place.textContent !== said) place.textContent = said;
    } catch {
      // no connection: the slots say so
    }
  };
  setInterval(ask, EVERY);
}
