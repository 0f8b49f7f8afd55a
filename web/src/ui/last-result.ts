/** Remembers the last call: several components that ask the same share one answer. */
export function lastResult<Args extends readonly unknown[], Result>(
  compute: (...args: Args) => Result,
): (...args: Args) => Result {
  let last: { readonly args: Args; readonly result: Result } | undefined;
  return (...args) => {
    if (!last || !args.every((arg, index) => Object.is(arg, last!.args[index])))
      last = { args, result: compute(...args) };
    return last.result;
  };
}
