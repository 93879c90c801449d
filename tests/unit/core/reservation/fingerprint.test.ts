import * as crypto from 'node:crypto';
import { fingerprint } from '../../../../core/reservation/fingerprint';
import { reservation } from '../../../support/reservations';

describe('fingerprint', () => {
	const base = reservation();

	it('does not see how a message came, the card, or warnings', () => {
		const card = { brand: 'VI', last4: '1111', virtual: true, activeFrom: null, balance: null };
		const same = reservation({
			event: 'modified',
			revision: '7',
			observedAt: '2027-01-01T00:00:00Z#1',
			warnings: ['w'],
			payment: { model: 'hotel_collect', card },
		});
		expect(same.fingerprint).toBe(base.fingerprint);
	});

	it('is the same on a Node.js without hashes in one step', () => {
		const { hash: _, ...older } = crypto;
		const createHash = jest.fn(crypto.createHash);
		jest.isolateModules(() => {
			jest.doMock('node:crypto', () => ({ ...older, createHash }));
			const { fingerprint: onOlder } = jest.requireActual<{ fingerprint: typeof fingerprint }>(
				'../../../../core/reservation/fingerprint',
			);
			for (const said of ['late', 'é', '\uD800', '漢字']) {
				const given = reservation({ remarks: [said] });
				expect(onOlder(given)).toBe(fingerprint(given));
			}
		});
		jest.dontMock('node:crypto');
		expect(createHash).toHaveBeenCalledTimes(4);
	});

	it('sees a change of content, whatever the order of keys', () => {
		expect(reservation({ remarks: ['late'] }).fingerprint).not.toBe(base.fingerprint);
		expect(reservation({ status: 'no_show' }).fingerprint).not.toBe(base.fingerprint);
		const turned = Object.fromEntries(Object.entries(base).reverse()) as unknown as typeof base;
		expect(fingerprint(turned)).toBe(base.fingerprint);
	});

	it('is the one that hotels have stored', () => {
		const card = { brand: 'VI', last4: '1111', virtual: true, activeFrom: null, balance: null };
		const other = reservation({
			remarks: ['“late”\n 😀 \\'],
			expectedArrival: '23:30',
			payment: { model: 'virtual_card', card },
			adults: 2,
		});
		expect(base.fingerprint).toBe('sha256:7028a4fdca377b8792e2bd596a1b1dfb2fd05488fdf995dd1e0cd7c6542cbcf1');
		expect(other.fingerprint).toBe('sha256:8fa8819d2fcc5a9eab660a0660bc984cf7325ecb1954e96d9502de4586632414');
	});
});
