export const ACCOUNT_SID = `AC${'0'.repeat(32)}`;
export const AUTH_TOKEN = 'auth-token-of-the-benchmark';
export const PUBLIC_URL = 'https://papote.example';
export const SMS_PATH = '/webhooks/twilio/sms';
