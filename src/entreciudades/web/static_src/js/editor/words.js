// Words as the server counts them (core.texts.word_count).
const WORD = /[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*/gu;

export const countWords = (text) => (text.match(WORD) ?? []).length;
