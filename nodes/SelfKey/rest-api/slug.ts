/**
 * The hotel's short name, which becomes part of an address.
 * @param field where it was entered, for the error
 * @throws RangeError if the text is not one
 */
export function checkedSlug(slug: string, field = '"Hotel" in the SelfKey credential'): string {
	if (!/^[\w-]{1,100}$/.test(slug))
		throw new RangeError(`${field} must be the short name from SelfKey's address, such as hotel-paradise`);
	return slug;
}
