// A form that saves itself as it is typed says so when it could not, and tries again when the connection is back.
for (const failure of ["htmx:sendError", "htmx:responseError"]) {
  document.addEventListener(failure, (event) => {
    const form = event.target.closest("[data-unsaved]");
    if (form) document.querySelector(form.getAttribute("hx-target")).textContent = form.dataset.unsaved;
  });
}

window.addEventListener("online", () => {
  for (const form of document.querySelectorAll("[data-unsaved]")) {
    form.dispatchEvent(new Event("change"));
  }
});
