// Which conversations there are, as this browser remembers; all its tabs share the list.

const KEY = "animus4j.conversations";
const MOST = 50;

export class Shelf {
  constructor(changed) {
    addEventListener("storage", (event) => event.key === KEY && changed());
  }

  all() {
    try {
      const list = JSON.parse(localStorage.getItem(KEY) ?? "[]");
      return Array.isArray(list) ? list : [];
    } catch {
      return [];
    }
  }

  title(id) {
    return this.all().find((one) => one.id === id)?.title ?? "New conversation";
  }

  put(id, title) {
    const known = this.all().find((one) => one.id === id);
    const others = this.all().filter((one) => one.id !== id);
    this.#keep([{ id, title: known?.title ?? title.slice(0, 80) }, ...others].slice(0, MOST));
  }

  remove(id) {
    this.#keep(this.all().filter((one) => one.id !== id));
  }

  #keep(list) {
    localStorage.setItem(KEY, JSON.stringify(list));
  }
}
