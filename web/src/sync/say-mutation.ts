/** `completeTask` as a person would say it: "Complete task". */
export function sayMutation(mutation: string): string {
  const words = mutation.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
}
