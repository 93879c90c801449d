/**
 * The hotel's short name, which becomes part of an address.
 * @throws RangeError if the text is not one
 */
export function checkedSlug(slug: string): string {
	if (!/^[\w-]{1,100}$/.test(slug))
		throw new RangeError(
			'"Hotel" in the SelfKey credential must be the short name from SelfKey\'s address, such as hotel-paradise',
		);
	return slug;
}
