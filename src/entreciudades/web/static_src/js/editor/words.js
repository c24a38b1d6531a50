// Words as the server counts them (core.texts.word_count).
const WORD = /[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*/gu;

const LINK = /\]\([^)\s]*\)/g; // its address is not read

export const countWords = (text) => (text.replace(LINK, "]").match(WORD) ?? []).length;
