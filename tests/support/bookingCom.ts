/** Booking.com's sandbox with one node connected to it. */
import type { IDataObject } from 'n8n-workflow';
import { BookingComApi } from '../../credentials/BookingComApi.credentials';
import { propertiesOf } from '../../nodes/shared/n8n/operations';
import { operations } from '../../nodes/BookingCom/actions/router';
import type { BookingComSandbox } from '../../sandbox/booking-com';
import { fakeContext, type FakeContext, type FakeContextOptions } from './fakeContext';

export const bookingComAccount = {
	clientId: 'hotel-paradise',
	clientSecret: 'client-secret-never-to-be-seen',
	username: 'machine',
	password: 'basic-password-never-to-be-seen',
	apiKey: { value: 'gateway-key-never-to-be-seen' },
};

/** Parts of each secret; none may ever be in an output, an error or a log. */
export const bookingComSecrets = ['never-to-be-seen', 'Bearer ', 'Basic '];

export function bookingComCredential(sandbox: BookingComSandbox, over: Record<string, string> = {}) {
	return {
		bookingComApi: {
			type: new BookingComApi(),
			data: {
				authentication: 'token',
				clientId: bookingComAccount.clientId,
				clientSecret: bookingComAccount.clientSecret,
				username: bookingComAccount.username,
				password: bookingComAccount.password,
				headerName: 'X-API-Key',
				apiKey: bookingComAccount.apiKey.value,
				sessionToken: '',
				baseUrl: sandbox.url,
				ariBaseUrl: sandbox.url,
				tokenUrl: `${sandbox.authUrl}/token-based-authentication/exchange`,
				...over,
			},
		},
	};
}

export function triggerContext(sandbox: BookingComSandbox, options: FakeContextOptions = {}): FakeContext {
	return fakeContext({
		credentials: bookingComCredential(sandbox),
		parameters: { events: ['new', 'modified'], propertyIds: '', options: {}, ...options.parameters },
		...options,
	});
}

/** The node with the defaults of its fields, as a person finds them. */
export function nodeContext(sandbox: BookingComSandbox, resource: string, operation: string, options: FakeContextOptions = {}): FakeContext {
	const defaults = propertiesOf(operations)
		.filter(({ displayOptions }) => displayOptions?.show?.resource?.includes(resource) && displayOptions.show.operation?.includes(operation))
		.map(({ name, default: value }): [string, unknown] => [name, value]);
	return fakeContext({
		credentials: bookingComCredential(sandbox),
		...options,
		parameters: { resource, operation, ...Object.fromEntries(defaults), ...options.parameters } as IDataObject,
	});
}
