/** The sandbox without n8n: what a person enters in an n8n of their own to join it. */
import { credentialsFor, type Accounts } from './credentials';
import { roomLinesOf } from './form';

/** The fields as the editor orders them by name; empty ones are n8n's to fill. */
export function whatToEnter(accounts: Accounts): string {
	const credentials = credentialsFor(accounts).map(({ name, type, data }) => {
		const fields = Object.entries(data)
			.filter(([, value]) => value !== '')
			.map(([field, value]) => `    ${field}: ${String(value).replaceAll('\n', '\n      ')}`);
		return [`  ${name}  (${type})`, ...fields].join('\n');
	});
	return `
The sandbox runs at these addresses of this machine, without n8n. In your own n8n on this machine, with the package
installed, create these credentials, and import the workflows:

${credentials.join('\n\n')}

In the form of "00 Hotel settings", enter the property ID ${accounts.hotel.propertyId}, the time zone ${accounts.hotel.timeZone}, and these rooms:

${roomLinesOf(accounts.hotel).replace(/^/gm, '    ')}

n8n in a container reaches this machine by its host's network only (docker run --network host).
The cash register and the reservation system send nothing: sign a message of your own with their secrets, as README
shows, and send it to the Production URL of your trigger.
Everything here is made up and gone when you stop it with Ctrl+C.
`;
}
