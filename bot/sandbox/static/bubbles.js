// Messages -> elements. Owns how text, pictures, files and keyboards look; knows nothing of the server.
// Text only ever becomes text nodes, so nothing a bot says can become markup here.

const make = (tag, className, text) => {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
};

const wrappers = {
  bold: () => make("b"), italic: () => make("i"), underline: () => make("u"), strikethrough: () => make("s"),
  code: () => make("code"), pre: () => make("pre"), blockquote: () => make("blockquote"), expandable_blockquote: () => make("blockquote"),
};

const safe = (url) => (/^(https?:|mailto:|tel:)/i.test(url) ? url : null);

const link = (url) => {
  if (!safe(url)) return make("span");
  const anchor = make("a");
  Object.assign(anchor, { href: url, target: "_blank", rel: "noopener noreferrer" });
  return anchor;
};

const spoiler = () => {
  const button = make("button", "spoiler");
  button.type = "button";
  button.setAttribute("aria-expanded", "false");
  button.setAttribute("aria-label", "Hidden text, show");
  button.addEventListener("click", () => {
    button.setAttribute("aria-expanded", "true");
    button.removeAttribute("aria-label");
  });
  return button;
};

const wrapper = (entity, text, actions) => {
  if (entity.type === "text_link") return link(entity.url);
  if (entity.type === "url") return link(text);
  if (entity.type === "email") return link(`mailto:${text}`);
  if (entity.type === "spoiler") return spoiler();
  if (entity.type === "bot_command") {
    const button = make("button", "command");
    button.type = "button";
    button.addEventListener("click", () => actions.send(text));
    return button;
  }
  return (wrappers[entity.type] || (() => make("span")))();
};

// Offsets count UTF-16 units, and so do JavaScript's strings.
const fill = (parent, text, from, to, entities, actions) => {
  let at = from;
  for (let i = 0; i < entities.length; i += 1) {
    const entity = entities[i];
    const end = Math.min(entity.offset + entity.length, to);
    if (entity.offset < at || entity.offset >= to) continue;
    parent.append(text.slice(at, entity.offset));
    const inner = wrapper(entity, text.slice(entity.offset, end), actions);
    const within = entities.slice(i + 1).filter((other) => other.offset < end);
    const target = entity.type === "spoiler" ? inner.appendChild(make("span")) : inner;
    fill(target, text, entity.offset, end, within, actions);
    parent.append(inner);
    at = end;
  }
  parent.append(text.slice(at, to));
};

const size = (bytes) => (bytes < 1024 ? `${bytes} B` : bytes < 1048576 ? `${(bytes / 1024).toFixed(1)} kB` : `${(bytes / 1048576).toFixed(1)} MB`);

const picture = (photo, caption) => {
  const anchor = make("a", "picture");
  Object.assign(anchor, { href: `/page/files/${photo.file_id}`, target: "_blank", rel: "noopener" });
  const image = make("img");
  Object.assign(image, { src: `/page/files/${photo.file_id}`, width: photo.width, height: photo.height, alt: caption ? `Picture: ${caption}` : "Picture" });
  anchor.append(image);
  return anchor;
};

const sheet = (file) => {
  const anchor = make("a", "document");
  Object.assign(anchor, { href: `/page/files/${file.file_id}`, download: file.file_name });
  anchor.setAttribute("aria-label", `Download ${file.file_name}, ${size(file.file_size)}`);
  const icon = make("span", "sheet", "↓");
  icon.setAttribute("aria-hidden", "true");
  const words = make("span");
  words.append(make("b", "", file.file_name), make("small", "", size(file.file_size)));
  anchor.append(icon, words);
  return anchor;
};

const keyboard = (rows, messageId, actions) => {
  const group = make("div", "keyboard");
  group.setAttribute("role", "group");
  group.setAttribute("aria-label", "Buttons");
  for (const row of rows) {
    const line = make("div", "row");
    for (const button of row) {
      const element = button.url && safe(button.url) ? link(button.url) : make("button");
      element.textContent = button.label;
      if (element.tagName === "BUTTON") {
        element.type = "button";
        element.dataset.data = button.data ?? "";
        element.addEventListener("click", () => actions.tap(messageId, button, element));
      }
      line.append(element);
    }
    group.append(line);
  }
  return group;
};

export const bubble = (message, who, actions) => {
  const item = make("li", message.from === "student" ? "message own" : "message");
  item.dataset.id = message.message_id;
  const card = make("div", "bubble");
  card.append(make("span", "unseen", `${who}: `));
  if (message.photo) card.append(picture(message.photo, message.text));
  if (message.document) card.append(sheet(message.document));
  if (message.text) {
    const text = make("div", "text");
    fill(text, message.text, 0, message.text.length, message.entities, actions);
    card.append(text);
  }
  if (message.kinds.length) card.append(make("div", "text", `(${message.kinds.join(", ")})`));
  const time = new Date(message.date * 1000).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
  card.append(make("span", "meta", message.edits.length ? `edited ${time}` : time));
  item.append(card);
  if (message.keyboard.length) item.append(keyboard(message.keyboard, message.message_id, actions));
  return item;
};
