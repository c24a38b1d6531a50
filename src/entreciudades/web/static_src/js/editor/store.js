// A copy in this browser of what was typed and not yet saved: { body, version }. Gone as soon as it is saved.
export class Store {
  constructor(key) {
    this.key = `entreciudades:${key}`;
  }

  read() {
    try {
      return JSON.parse(localStorage.getItem(this.key));
    } catch {
      return null;
    }
  }

  // False where the browser keeps nothing (private window, full disk).
  keep(copy) {
    try {
      localStorage.setItem(this.key, JSON.stringify(copy));
      return true;
    } catch {
      return false;
    }
  }

  drop() {
    try {
      localStorage.removeItem(this.key);
    } catch {
      // nothing was kept
    }
  }
}
