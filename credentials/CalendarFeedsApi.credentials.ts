import type {
	IAuthenticateGeneric,
	ICredentialTestRequest,
	ICredentialType,
	IHttpRequestOptions,
	Icon,
	INodeProperties,
} from 'n8n-workflow';
import { allowHttpProperty, refuseUnsafeRequest } from './shared/addresses';

type AuthenticateFunction = Exclude<ICredentialType['authenticate'], IAuthenticateGeneric | undefined>;

/** The secret addresses under which a channel offers the calendars of a hotel's rooms (iCal). */
export class CalendarFeedsApi implements ICredentialType {
	name = 'calendarFeedsApi';

	displayName = 'Calendar Feeds API';

	documentationUrl = 'https://github.com/hotel-paradise/n8n-nodes-hotel#credentials';

	icon: Icon = { light: 'file:../nodes/Airbnb/airbnb.svg', dark: 'file:../nodes/Airbnb/airbnb.dark.svg' };

	properties: INodeProperties[] = [
		{
			displayName: 'Property ID',
			name: 'propertyId',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. 38831',
			description:
				"The channel's number of the hotel; for Airbnb the host's. The same as in the hotel settings, and in the credential of the channel's API if you ever change to that.",
		},
		{
			displayName: 'Calendars',
			name: 'secretAddresses',
			type: 'string',
			typeOptions: { password: true, rows: 6 },
			default: '',
			required: true,
			placeholder: '41234567 = https://www.airbnb.com/calendar/ical/41234567.ics?s=…',
			description:
				'One line for each room or apartment: its listing ID, an equals sign, and the address that the channel shows under "export calendar". Whoever knows an address can read it, so treat it like a password.',
		},
		allowHttpProperty,
	];

	/** The address is the key: there is nothing to add, but to see that it is not read on its way. */
	authenticate: AuthenticateFunction = async (credentials, request: IHttpRequestOptions) => {
		refuseUnsafeRequest(request, credentials);
		return request;
	};

	/**
	 * Asks for the first calendar. That it has moved to another host is no fault, but the trigger alone follows it there,
	 * with a look at each address: n8n would carry the secret one along, wherever it leads.
	 */
	test: ICredentialTestRequest = {
		request: {
			baseURL: '={{ ($credentials.secretAddresses.match(/https?:\\/\\/\\S+/) || [""])[0] }}',
			url: '',
			disableFollowRedirect: true,
			// What is not listed counts as an answer, redirects among it.
			ignoreHttpStatusErrors: { ignore: true, except: [400, 401, 403, 404, 410, 429, 500, 502, 503, 504] },
		},
	};
}
