// The page: one stream of events in, one chat a student out. Owns the chats on screen; the server owns the truth.
import { bubble } from "/static/bubbles.js";

const $ = (selector, within = document) => within.querySelector(selector);
const chats = new Map();
const NAMES = ["Ana", "Ben", "Chidi", "Dana", "Eli", "Fatima", "Gus", "Hana"];
let botName = "Bot";
let current = null;

const call = async (method, path, body) => {
  const response = await fetch(path, { method, headers: { "Content-Type": "application/json" }, body: body && JSON.stringify(body) });
  if (!response.ok) throw new Error(await response.text());
  return response.json();
};
const speak = (words) => { $("#spoken").textContent = words; };

class ChatView {
  constructor(student) {
    this.id = student.chat_id;
    this.name = student.first_name;
    this.answered = new Set();
    this.waiting = new Map();
    this.root = $("#chat-template").content.cloneNode(true).firstElementChild;
    this.log = $(".log", this.root);
    this.scroll = $(".scroll", this.root);
    this.root.setAttribute("aria-label", `${this.name}'s chat`);
    this.scroll.setAttribute("aria-label", `${this.name}'s messages`);
    $(".name", this.root).textContent = this.name;
    $(".avatar", this.root).textContent = this.name.slice(0, 1).toUpperCase();
    this.actions = { send: (text) => this.send(text), tap: (id, button, element) => this.tap(id, button, element) };
    this.wire();
    this.showMenu(student);
    this.showBlocked(student.blocked);
    this.showReplies(student.reply_keyboard);
    student.messages.forEach((message) => this.show(message, false));
    this.fresh();
  }

  wire() {
    const label = $("label", this.root);
    this.box = $("textarea", this.root);
    this.box.id = `box-${this.id}`;
    label.htmlFor = this.box.id;
    label.textContent = `Message as ${this.name}`;
    $("form.composer", this.root).addEventListener("submit", (event) => { event.preventDefault(); this.submit(); });
    this.box.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); this.submit(); }
    });
    this.box.addEventListener("input", () => this.grow());
    $(".start", this.root).addEventListener("click", () => { this.started = true; this.send("/start"); });
    const remove = $(".remove", this.root);
    remove.setAttribute("aria-label", `Remove ${this.name}`);
    remove.addEventListener("click", () => call("DELETE", `/control/students/${this.id}`));
    const block = $(".block", this.root);
    block.setAttribute("aria-label", `${this.name} blocks the bot`);
    block.addEventListener("click", () => call("POST", `/control/students/${this.id}/block`, { blocked: block.getAttribute("aria-pressed") !== "true" }));
    $(".open-menu", this.root).addEventListener("click", () => this.toggleMenu());
    $(".menu", this.root).addEventListener("keydown", (event) => this.moveInMenu(event));
  }

  grow() {
    this.box.style.height = "auto";
    this.box.style.height = `${Math.min(132, this.box.scrollHeight + 2)}px`;
  }

  submit() {
    const text = this.box.value.trim();
    if (!text) return;
    this.box.value = "";
    this.grow();
    this.toggleMenu(false);
    this.send(text);
  }

  async send(text) {
    try { await call("POST", `/control/students/${this.id}/send`, { text }); } catch (error) { this.toast(error.message); }
  }

  async tap(messageId, button, element) {
    if (button.share !== undefined) { this.toast(`On Telegram you now choose a chat to share "${button.share}" in.`); return; }
    element.setAttribute("aria-busy", "true");
    const idle = () => element.removeAttribute("aria-busy");
    try {
      const { query_id: query } = await call("POST", `/control/students/${this.id}/tap`, { message_id: messageId, button: button.data });
      if (this.answered.delete(query)) { idle(); return; }
      const timer = setTimeout(() => { this.waiting.delete(query); idle(); }, 15000);
      this.waiting.set(query, () => { clearTimeout(timer); idle(); });
    } catch (error) { idle(); this.toast(error.message); }
  }

  answer(event) {
    const done = this.waiting.get(event.query_id);
    if (done) { this.waiting.delete(event.query_id); done(); } else { this.answered.add(event.query_id); }
    if (!event.text) return;
    if (event.alert) {
      const dialog = $(".alert", this.root);
      $("p", dialog).textContent = event.text;
      if (!dialog.open) dialog.showModal();
    } else { this.toast(event.text); }
  }

  toast(text) {
    const toast = $(".toast", this.root);
    toast.textContent = text;
    toast.hidden = false;
    clearTimeout(this.toastTimer);
    this.toastTimer = setTimeout(() => { toast.hidden = true; }, 5000);
  }

  show(message, live = true) {
    const near = this.scroll.scrollHeight - this.scroll.scrollTop - this.scroll.clientHeight < 160;
    const old = $(`[data-id="${message.message_id}"]`, this.log);
    const who = message.from === "student" ? this.name : botName;
    const element = bubble(message, who, this.actions);
    if (old) {
      const held = old.contains(document.activeElement) ? document.activeElement.dataset.data : undefined;
      old.replaceWith(element);
      if (live) { element.classList.add("flash"); speak(`Edited: ${message.text}`); }
      // focus must not fall to the top of the page when the button under it is replaced
      if (held !== undefined) ([...element.querySelectorAll("button")].find((b) => b.dataset.data === held) || $(".keyboard button", element) || this.box).focus();
    } else {
      this.log.append(element);
    }
    if (message.from === "bot") this.typing(false);
    this.fresh();
    if ((near && !old) || message.from === "student" || !live) this.scroll.scrollTop = this.scroll.scrollHeight;
    $("img", element)?.addEventListener("load", () => { if (near) this.scroll.scrollTop = this.scroll.scrollHeight; });
    if (live && !old && message.from === "bot" && current !== this.id) this.tab?.classList.add("unread");
  }

  fresh() {
    this.root.classList.toggle("fresh", !this.log.children.length);
    // the button that was pressed is gone now, and the box it made way for can take the focus only from here on
    if (this.started && this.log.children.length) { this.started = false; this.box.focus(); }
  }

  erase(messageId) { $(`[data-id="${messageId}"]`, this.log)?.remove(); }

  typing(on) {
    $(".typing", this.root).hidden = !on;
    $(".state", this.root).textContent = on ? `${botName} is typing…` : this.blocked ? "has blocked the bot" : `chats with ${botName}`;
    clearTimeout(this.typingTimer);
    if (on) { this.typingTimer = setTimeout(() => this.typing(false), 5000); this.scroll.scrollTop = this.scroll.scrollHeight; }
  }

  showBlocked(blocked) {
    this.blocked = blocked;
    $(".block", this.root).setAttribute("aria-pressed", String(blocked));
    this.typing(false);
  }

  showMenu({ commands, description }) {
    $(".about", this.root).textContent = description || "No message yet. Press Start.";
    const menu = $(".menu", this.root);
    $(".open-menu", this.root).hidden = !commands.length;
    menu.replaceChildren(...commands.map(({ command, description: what }) => {
      const item = document.createElement("button");
      item.type = "button";
      item.setAttribute("role", "menuitem");
      const name = document.createElement("b");
      const words = document.createElement("span");
      name.textContent = `/${command}`;
      words.textContent = what;
      item.append(name, words);
      item.addEventListener("click", () => { this.toggleMenu(false); this.send(`/${command}`); this.box.focus(); });
      return item;
    }));
  }

  toggleMenu(open = $(".menu", this.root).hidden) {
    $(".menu", this.root).hidden = !open;
    $(".open-menu", this.root).setAttribute("aria-expanded", String(open));
    if (open) $(".menu button", this.root)?.focus();
  }

  moveInMenu(event) {
    const items = [...$(".menu", this.root).children];
    const at = items.indexOf(document.activeElement);
    const moves = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 };
    if (event.key === "Escape") { this.toggleMenu(false); $(".open-menu", this.root).focus(); }
    if (event.key in moves) { event.preventDefault(); items[(moves[event.key] + items.length) % items.length].focus(); }
  }

  showReplies(keyboard) {
    const holder = $(".reply-keyboard", this.root);
    holder.hidden = !keyboard;
    holder.replaceChildren(...(keyboard?.keyboard || []).map((row) => {
      const line = document.createElement("div");
      line.className = "row";
      line.append(...row.map((text) => {
        const button = document.createElement("button");
        button.type = "button";
        button.textContent = text;
        button.addEventListener("click", () => this.send(text));
        return button;
      }));
      return line;
    }));
  }
}

const choose = (id) => {
  current = id;
  for (const [key, chat] of chats) {
    chat.root.classList.toggle("current", key === id);
    chat.tab.setAttribute("aria-current", String(key === id));
    if (key === id) { chat.tab.classList.remove("unread"); chat.scroll.scrollTop = chat.scroll.scrollHeight; }
  }
};

const addChat = (student, live) => {
  if (chats.has(student.chat_id)) return;
  const chat = new ChatView(student);
  chat.tab = document.createElement("button");
  chat.tab.type = "button";
  chat.tab.textContent = student.first_name;
  chat.tab.addEventListener("click", () => choose(student.chat_id));
  chat.box.value = drafts.get(student.chat_id) || "";
  $(".nobody")?.remove();
  chats.set(student.chat_id, chat);
  $("#chats").append(chat.root);
  $("#tabs").append(chat.tab);
  $("#tabs").classList.toggle("several", chats.size > 1);
  if (live || current === null) choose(student.chat_id);
  chat.root.addEventListener("focusin", () => { if (current !== student.chat_id) choose(student.chat_id); });
  chat.scroll.scrollTop = chat.scroll.scrollHeight;
};

const removeChat = (id) => {
  const chat = chats.get(id);
  if (!chat) return;
  chat.root.remove();
  chat.tab.remove();
  chats.delete(id);
  $("#tabs").classList.toggle("several", chats.size > 1);
  if (current === id) { const next = chats.keys().next(); current = null; if (!next.done) choose(next.value); }
  if (!chats.size) nobody();
};

const nobody = () => {
  const note = document.createElement("p");
  note.className = "nobody";
  note.textContent = "No students. Add one to chat.";
  $("#chats").replaceChildren(note);
};

const drafts = new Map();
const clear = () => {
  for (const [id, chat] of chats) drafts.set(id, chat.box.value);
  chats.clear();
  current = null;
  $("#chats").replaceChildren();
  $("#tabs").replaceChildren();
};

const addStudent = async () => {
  const taken = new Set([...chats.values()].map((chat) => chat.name));
  const name = NAMES.find((free) => !taken.has(free)) || `Student ${chats.size + 1}`;
  await call("POST", "/control/students", { first_name: name, language_code: (navigator.language || "en").slice(0, 2) });
};

const handlers = {
  snapshot: (event) => {
    clear();
    botName = event.bot.first_name;
    event.students.forEach((student) => addChat(student, false));
    if (!event.students.length) addStudent();
  },
  student: (event) => addChat(event.student, true),
  gone: (event) => removeChat(event.chat_id),
  reset: () => { clear(); nobody(); speak("Everything was reset."); },
  message: (event) => chats.get(event.chat_id)?.show(event.message),
  deleted: (event) => chats.get(event.chat_id)?.erase(event.message_id),
  typing: (event) => chats.get(event.chat_id)?.typing(true),
  answer: (event) => chats.get(event.chat_id)?.answer(event),
  blocked: (event) => chats.get(event.chat_id)?.showBlocked(event.blocked),
  reply_keyboard: (event) => chats.get(event.chat_id)?.showReplies(event.keyboard),
  menus: (event) => { for (const [id, menu] of Object.entries(event.menus)) chats.get(Number(id))?.showMenu(menu); },
};

const connect = () => {
  const stream = new EventSource("/page/events");
  const line = $("#connection");
  stream.onopen = () => { line.hidden = true; };
  stream.onerror = () => { line.hidden = false; line.textContent = "The stand-in does not answer. Trying again…"; };
  stream.onmessage = ({ data }) => { const event = JSON.parse(data); handlers[event.event]?.(event); };
};

const dark = () => (document.documentElement.dataset.theme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
const nameTheme = () => $("#theme").setAttribute("aria-label", dark() ? "Switch to light theme" : "Switch to dark theme");

const theme = (() => { try { return localStorage.getItem("theme"); } catch { return null; } })();
if (theme === "dark" || theme === "light") document.documentElement.dataset.theme = theme;
$("#theme").addEventListener("click", () => {
  document.documentElement.dataset.theme = dark() ? "light" : "dark";
  try { localStorage.setItem("theme", document.documentElement.dataset.theme); } catch { /* the choice lasts as long as the page */ }
  nameTheme();
});
$("#add").addEventListener("click", addStudent);
$("#reset").addEventListener("click", async () => { await call("POST", "/control/reset", {}); await addStudent(); });
nameTheme();
connect();
