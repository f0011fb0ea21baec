/** What the demo may show beside its 1C; onec-soap: that 1C itself over its web service. */
export const DEMO_HOSTS = ['dataverse', 'organization', 'bc', 'enterprisedata', 'onec-soap'] as const;
export type DemoHost = (typeof DEMO_HOSTS)[number];
