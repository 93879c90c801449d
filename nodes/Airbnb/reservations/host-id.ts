import type { RequestContext } from '../../shared/request/request';

/** The host of the credential. @throws RangeError if it is missing or no id */
export async function hostIdOf(context: Pick<RequestContext, 'getCredentials'>): Promise<string> {
	const { hostId } = await context.getCredentials('airbnbApi');
	const id = String(hostId ?? '').trim();
	if (!/^\d{1,30}$/.test(id))
		throw new RangeError(
			'Fill in the host ID in the Airbnb credential: the digits that came as user_id with the tokens',
		);
	return id;
}
