/** By the domain's numbers. */
export const PRIORITIES = ['None', 'Low', 'Medium', 'High'] as const;
