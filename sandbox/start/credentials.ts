/** The secrets of an environment, and the credentials that a person creates in n8n from them. */
import { randomBytes } from 'node:crypto';
import type { AirbnbSandbox, Application } from '../airbnb';
import type { BookingComSandbox } from '../booking-com';
import { CALENDAR_HOST, type CalendarsSandbox } from '../ical';
import type { N8nHost } from '../n8n/host';
import type { SelfKeySandbox } from '../selfkey';

/** The integration's id in SelfKey. */
export const INTEGRATION = 'booking-com';

/** Values that must never appear in a log, an execution or an error. */
export interface Secrets {
	clientSecret: string;
	/** Of the application at Airbnb. */
	airbnb: Application;
	apiKey: string;
	webhookSecret: string;
	/** Of the cash register. */
	paymentSecret: string;
	/** Of the hotel's own reservation system, as Standard Webhooks writes it. */
	reservationSecret: string;
}

export function newSecrets(): Secrets {
	return {
		clientSecret: secret(),
		airbnb: { clientId: 'hotel-paradise', clientSecret: secret(), refreshToken: secret() },
		apiKey: secret(),
		webhookSecret: secret(),
		paymentSecret: secret(),
		reservationSecret: `whsec_${randomBytes(32).toString('base64')}`,
	};
}

/** The ids of those that n8n cannot select by itself, because there are two of the same type. */
export interface SenderCredentials {
	cashRegister: string;
	reservationSystem: string;
}

export interface Accounts {
	bookingCom: BookingComSandbox;
	airbnb: AirbnbSandbox;
	calendars: CalendarsSandbox;
	selfKey: SelfKeySandbox;
	hotelSlug: string;
	secrets: Secrets;
}

/** Creates all of them. */
export async function addCredentials(
	n8n: N8nHost,
	{ bookingCom, airbnb, calendars, selfKey, hotelSlug, secrets }: Accounts,
): Promise<SenderCredentials> {
	await n8n.api.createCredential('Booking.com (sandbox)', 'bookingComApi', {
		authentication: 'token',
		clientId: 'hotel-paradise',
		clientSecret: secrets.clientSecret,
		sessionToken: '',
		baseUrl: bookingCom.url,
		ariBaseUrl: bookingCom.url,
		tokenUrl: `${bookingCom.authUrl}/token-based-authentication/exchange`,
	});
	await n8n.api.createCredential('Airbnb (sandbox)', 'airbnbApi', {
		...secrets.airbnb,
		hostId: airbnb.host.id,
		accessToken: '',
		baseUrl: airbnb.url,
	});
	await n8n.api.createCredential('Airbnb calendars (sandbox)', 'calendarFeedsApi', calendarAccount(calendars));
	await n8n.api.createCredential('SelfKey (sandbox)', 'selfKeyApi', {
		baseUrl: selfKey.url,
		apiKey: secrets.apiKey,
		hotelSlug,
		integrationId: INTEGRATION,
		webhookSecret: secrets.webhookSecret,
	});
	return {
		reservationSystem: await n8n.api.createCredential('Reservation system (sandbox)', 'signedWebhookApi', {
			secret: secrets.reservationSecret,
			scheme: 'standard',
			toleranceSeconds: 300,
		}),
		cashRegister: await n8n.api.createCredential('Cash register (sandbox)', 'signedWebhookApi', {
			secret: secrets.paymentSecret,
			scheme: 'hex',
		}),
	};
}

/** What a person enters for the calendars of a host. */
export function calendarAccount({ listings, addressOf }: CalendarsSandbox): Record<string, string> {
	return {
		propertyId: CALENDAR_HOST,
		secretAddresses: [...listings.keys()].map((id) => `${id} = ${addressOf(id)}`).join('\n'),
	};
}

function secret(): string {
	return randomBytes(24).toString('hex');
}
