/** Whether something in a form is not as it was at first: then it is not thrown away by accident. */
export const isChanged = (form: object, first: object): boolean => JSON.stringify(form) !== JSON.stringify(first);
