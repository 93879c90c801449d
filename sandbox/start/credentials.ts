/** The secrets of an environment, and the credentials that a person creates in n8n from them. */
import { randomBytes, randomUUID } from 'node:crypto';
import type { AirbnbSandbox, Application } from '../airbnb';
import type { BookingComSandbox } from '../booking-com';
import { CALENDAR_HOST, type CalendarsSandbox } from '../ical';
import type { Mailbox } from '../mailbox';
import type { N8nHost } from '../n8n/host';
import type { Account, OperaSandbox } from '../opera';
import type { SelfKeySandbox } from '../selfkey';

/** The integration's id in SelfKey. */
export const INTEGRATION = 'booking-com';

/** Who logs in on the dashboard. */
export const DESK_USER = 'desk';

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
	/** The client's in OPERA. */
	operaSecret: string;
	operaAppKey: string;
	/** Of the mail server. */
	mailPassword: string;
	/** Of the dashboard. */
	deskPassword: string;
}

export function newSecrets(): Secrets {
	return {
		clientSecret: secret(),
		airbnb: { clientId: 'hotel-paradise', clientSecret: secret(), refreshToken: secret() },
		apiKey: secret(),
		webhookSecret: secret(),
		paymentSecret: secret(),
		reservationSecret: `whsec_${randomBytes(32).toString('base64')}`,
		operaSecret: secret(),
		operaAppKey: randomUUID(),
		mailPassword: secret(),
		deskPassword: secret(),
	};
}

/** The house's account in OPERA. */
export function operaAccount({ operaSecret, operaAppKey }: Secrets): Account {
	return {
		clientId: 'hotel-paradise',
		clientSecret: operaSecret,
		appKey: operaAppKey,
		enterpriseId: 'PARADISE',
		username: 'integration',
		password: operaSecret,
		externalSystem: 'SELFKEY',
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
	opera: OperaSandbox;
	mailbox: Mailbox;
	hotelSlug: string;
	secrets: Secrets;
}

/** Creates all of them. */
export async function addCredentials(
	n8n: N8nHost,
	{ bookingCom, airbnb, calendars, selfKey, opera, mailbox, hotelSlug, secrets }: Accounts,
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
	await n8n.api.createCredential('Opera (sandbox)', 'operaApi', operaCredential(opera, secrets));
	await n8n.api.createCredential('Mail (sandbox)', 'smtp', {
		...{ host: mailbox.host, port: mailbox.port, user: mailbox.user, password: secrets.mailPassword },
		...{ secure: false, disableStartTls: true, hostName: '' },
	});
	await n8n.api.createCredential('Front desk (sandbox)', 'httpBasicAuth', {
		user: DESK_USER,
		password: secrets.deskPassword,
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

/** What a person enters for OPERA. */
export function operaCredential({ url, configuration }: OperaSandbox, secrets: Secrets): Record<string, string> {
	const { clientId, clientSecret, appKey, enterpriseId, externalSystem } = operaAccount(secrets);
	return {
		connection: 'ohip',
		baseUrl: url,
		hotelId: configuration.hotelId,
		externalSystem,
		apiKey: appKey,
		clientId,
		clientSecret,
		grant: 'client_credentials',
		enterpriseId,
		scope: 'urn:opc:hgbu:ws:__myscopes__',
		accessToken: '',
	};
}

function secret(): string {
	return randomBytes(24).toString('hex');
}
