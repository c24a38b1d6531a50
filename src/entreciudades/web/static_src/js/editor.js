// The editor of long texts. Without this file it is a plain form; with it each text is saved as it is typed, kept in
// this browser while there is no connection, and never written over somebody else's words.
import { Slot } from "./editor/slot.js";
import { watchPresence } from "./editor/presence.js";

const form = document.querySelector("[data-editor]");
if (form) {
  form.classList.add("has-script");
  const slots = [...form.querySelectorAll("[data-slot]")].map((element) => new Slot(element, form));
  const sendAll = () => Promise.all(slots.map((slot) => slot.send()));

  form.addEventListener("submit", (event) => {
    if (event.submitter?.name === "confirm") return;
    event.preventDefault();
    sendAll();
  });
  window.addEventListener("online", sendAll);
  document.addEventListener("visibilitychange", () => document.hidden && sendAll());
  // Only what could not even be kept in this browser is worth stopping somebody who leaves.
  window.addEventListener("beforeunload", (event) => slots.some((slot) => slot.isAtRisk) && event.preventDefault());
  setInterval(() => slots.forEach((slot) => slot.isWaiting && slot.send()), 15_000);
  if (form.dataset.presence) watchPresence(form);
}
