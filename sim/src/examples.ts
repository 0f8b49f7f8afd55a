import { readFile } from 'node:fs/promises';

export interface Example {
  /** sh, js, python, html */
  readonly language: string;
  /** What it is called where it is written; absent for a command. */
  readonly file: string | undefined;
  readonly text: string;
}

/** The code of a page of the documentation, in order. */
export async function readExamples(page: string): Promise<Example[]> {
  const markdown = await readFile(page, 'utf8');
  return [...markdown.matchAll(/^```(\w+)(?: (\S+))?\n([\s\S]*?)^```$/gm)].map(([, language, file, text]) => ({
    language: language!,
    file,
    text: text!,
  }));
}
