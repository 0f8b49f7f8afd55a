/** Of the field that a task is written into: keys reach it from anywhere. */
export const QUICK_ADD = 'quick-add';
