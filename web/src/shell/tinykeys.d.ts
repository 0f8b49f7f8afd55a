// The package's export map hides its own declarations.
declare module 'tinykeys' {
  export function tinykeys(
    target: Window | HTMLElement,
    bindings: Readonly<Record<string, (event: KeyboardEvent) => void>>,
    options?: { readonly timeout?: number; readonly capture?: boolean },
  ): () => void;
}
