// One text: its box, its words, its state in words, and what to do when somebody else saved meanwhile.
import { Store } from "./store.js";
import { countWords } from "./words.js";

const PAUSE = 1200; // milliseconds without a key before a text is sent

export class Slot {
  constructor(element, form) {
    this.form = form;
    this.key = element.dataset.slot;
    this.box = element.querySelector("textarea");
    this.status = element.querySelector("[data-status]");
    this.count = element.querySelector("[data-count]");
    this.panel = element.querySelector("[data-conflict]");
    this.remarks = element.querySelector("[data-remarks]");
    this.versionField = element.querySelector(`[name="version:${this.key}"]`);
    this.digestField = element.querySelector(`[name="digest:${this.key}"]`);
    this.saved = element.dataset.saved ?? this.box.defaultValue;
    this.store = new Store(`${form.dataset.person}:${form.dataset.editor}:${this.key}`);
    this.isKept = true;
    this.isSending = false;
    this.isWaiting = false;
    this.inConflict = false;

    this.box.addEventListener("input", () => this.typed());
    this.panel.addEventListener("click", (event) => this.resolve(event.target.dataset.resolve));
    this.recover();
    this.showCount();
  }

  get isDirty() {
    return this.box.value !== this.saved;
  }

  get isAtRisk() {
    return this.isDirty && !this.isKept;
  }

  get version() {
    return Number(this.versionField.value);
  }

  // What was typed before the connection or the page went away comes back, and is sent. Its version is the one from
  // which it was written, so that a text changed meanwhile is met as a conflict and not written over.
  recover() {
    const copy = this.store.read();
    if (!copy) return;
    if (copy.body === this.saved) return this.store.drop();
    this.box.value = copy.body;
    this.versionField.value = copy.version;
    this.digestField.value = "";
    this.say("recovered");
    this.send();
  }

  typed() {
    this.showCount();
    this.isKept = this.store.keep({ body: this.box.value, version: this.version });
    if (this.inConflict) return;
    this.say("typing");
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), PAUSE);
  }

  async send() {
    clearTimeout(this.timer);
    if (this.isSending) return (this.isWaiting = true);
    if (!this.isDirty || this.inConflict) return;
    this.isSending = true;
    this.isWaiting = false;
    const body = this.box.value;
    try {
      this.answered(body, await this.post(body));
    } catch {
      this.isWaiting = true;
      this.say(this.isKept ? "offline" : "unkept");
    } finally {
      this.isSending = false;
    }
    if (this.isWaiting && this.status.dataset.state === "saved") this.send();
  }

  async post(body) {
    const data = new FormData();
    data.set("text", this.key);
    data.set("body", body);
    data.set("version", this.version);
    data.set("csrfmiddlewaretoken", this.form.querySelector("[name=csrfmiddlewaretoken]").value);
    const headers = { Accept: "application/json" };
    const response = await fetch(this.form.dataset.editor, { method: "POST", body: data, headers, keepalive: body.length < 30_000 });
    const isAnswer = response.headers.get("Content-Type")?.startsWith("application/json");
    return { status: isAnswer ? response.status : 0, answer: isAnswer ? await response.json() : {} };
  }

  answered(body, { status, answer }) {
    if (status === 200) {
      this.saved = body;
      this.versionField.value = answer.version;
      this.digestField.value = answer.digest;
      this.remark(answer.remarks);
      this.box.dispatchEvent(new Event("saved", { bubbles: true })); // what is said of the text elsewhere is asked anew
      if (this.box.value === body) {
        this.store.drop();
        this.say("saved");
      } else {
        this.isKept = this.store.keep({ body: this.box.value, version: answer.version });
        this.isWaiting = true;
        this.say("saved");
      }
    } else if (status === 409) {
      this.meet(answer);
    } else {
      // Too long, signed out, or no longer allowed: what was typed stays here and in this browser.
      this.say(status === 422 ? "long" : "refused", answer.said);
    }
  }

  // What does not follow the glossary, in words of the server; said anew only where it changed.
  remark(found) {
    if (!this.remarks || this.remarks.dataset.said === found) return;
    this.remarks.dataset.said = found;
    this.remarks.innerHTML = found;
    this.remarks.hidden = !found;
  }

  meet({ panel, theirs, version }) {
    this.inConflict = true;
    this.theirs = theirs;
    this.theirVersion = version;
    this.panel.innerHTML = panel;
    this.panel.hidden = false;
    this.say("conflict");
    this.panel.querySelector("h2").focus();
  }

  // "mine" keeps what is in the box (also after merging by hand); "theirs" takes the other text.
  resolve(choice) {
    if (!choice) return;
    if (choice === "theirs") this.box.value = this.theirs;
    this.saved = this.theirs;
    this.versionField.value = this.theirVersion;
    this.inConflict = false;
    this.panel.hidden = true;
    this.panel.textContent = "";
    this.box.focus();
    this.showCount();
    if (this.isDirty) {
      this.isKept = this.store.keep({ body: this.box.value, version: this.theirVersion });
      this.send();
    } else {
      this.store.drop();
      this.say("saved");
    }
  }

  // The sentences stand in the page, in the reader's language; {time} is the reader's clock.
  say(state, words) {
    const time = new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
    this.status.dataset.state = state;
    this.status.textContent = words ?? this.form.querySelector(`template[data-says="${state}"]`).content.textContent.replace("{time}", time);
  }

  showCount() {
    const words = countWords(this.box.value);
    this.count.textContent = words;
    this.count.parentElement.classList.toggle("is-over", words > Number(this.count.dataset.max ?? Infinity));
  }
}
