/** As package.json has it: of the program, of the API's document. */
export const VERSION = '0.1.0';
