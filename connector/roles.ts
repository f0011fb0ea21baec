/** Who people are to Sidebook (widgets.md 5); a host's own roles map to these by a table of the client. */
export const ROLES = ['operator', 'sales', 'lead', 'accountant', 'admin', 'auditor'] as const;
export type Role = (typeof ROLES)[number];
