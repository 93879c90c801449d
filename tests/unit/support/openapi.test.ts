/** The check of requests against a description can fail. */
import { mistakes, operationOf, type Description } from '../../support/openapi';

const description: Description = {
	basePath: '/rsv/v1',
	paths: {
		'/hotels/{hotelId}/reservations/{id}': { put: { operationId: 'put', parameters: [], responses: {} } },
		'/hotels/{hotelId}/reservations/status': { put: { operationId: 'status', parameters: [], responses: {} } },
	},
	definitions: {
		base: { type: 'object', required: ['id'], properties: { id: { type: 'string', maxLength: 3 } } },
		stay: {
			allOf: [{ $ref: '#/definitions/base' }],
			properties: {
				from: { type: 'string', format: 'date', maxLength: 8 },
				rooms: { type: 'array', items: { $ref: '#/definitions/base' } },
				status: { type: 'string', enum: ['Reserved'] },
				adults: { type: 'integer' },
				walkIn: { type: 'boolean' },
			},
		},
	},
};
const stay = { $ref: '#/definitions/stay' };

test.each<[string, unknown, string[]]>([
	['nothing, where all is well', { id: 'a', from: '2027-06-01', rooms: [{ id: 'b' }], adults: 2, walkIn: false }, []],
	['a property that nobody knows', { id: 'a', form: 1 }, ['.form: not described']],
	['what is missing', { rooms: [{}] }, ['.id: missing', '.rooms[0].id: missing']],
	['a text that is too long', { id: 'abcd' }, ['.id: longer than 3']],
	['a number as a text', { id: 'a', adults: '2' }, ['.adults: no integer']],
	['half a person', { id: 'a', adults: 1.5 }, ['.adults: no whole number']],
	['a value that is not offered', { id: 'a', status: 'Gone' }, ['.status: "Gone" is not one of Reserved']],
	['an object for a list', { id: 'a', rooms: {} }, ['.rooms: no list']],
	['a list for an object', [], [': a list where none is described']],
	['null for a text', { id: null }, ['.id: no text']],
	['no date', { id: 'a', from: '01.06.2027' }, ['.from: no date']],
])('it finds %s', (_, value, expected) => {
	expect(mistakes(description, stay, value)).toEqual(expected);
});

test('an operation is found by its path, the one without a parameter first', () => {
	expect(operationOf(description, 'PUT', '/rsv/v1/hotels/A/reservations/7')?.operationId).toBe('put');
	expect(operationOf(description, 'PUT', '/rsv/v1/hotels/A/reservations/status')?.operationId).toBe('status');
	expect(operationOf(description, 'POST', '/rsv/v1/hotels/A/reservations/7')).toBeNull();
	expect(operationOf(description, 'PUT', '/crm/v1/hotels/A/reservations/7')).toBeNull();
});
