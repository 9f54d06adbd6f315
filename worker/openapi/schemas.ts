import { z } from 'zod';

/** A JSON Schema (2020-12, the dialect of OpenAPI 3.1), as far as the document and its page look into it. */
export interface JsonSchema {
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly default?: string;
  readonly description?: string;
  readonly examples?: readonly string[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
}

/** What a client may send (`input`) or will get (`output`) by a schema that validates it. */
export function jsonSchema(schema: z.core.$ZodType, io: 'input' | 'output'): JsonSchema {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io });
  return rest as JsonSchema;
}

/** The properties of an object's schema, one by one. */
export function propertiesOf(schema: z.core.$ZodType, io: 'input' | 'output') {
  const { properties = {}, required = [] } = jsonSchema(schema, io);
  return Object.entries(properties).map(([name, { description = '', ...property }]) => ({
    name,
    description,
    required: required.includes(name),
    schema: property,
  }));
}
