// Writes the types of the API that a document describes: node generate.mjs DOCUMENT TYPES
import { readFile, writeFile } from 'node:fs/promises';
import openapiTS, { astToString } from 'openapi-typescript';
import ts from 'typescript';

const [document, types] = process.argv.slice(2);
const BLOB = ts.factory.createTypeReferenceNode('Blob');
const nodes = await openapiTS(JSON.parse(await readFile(document, 'utf8')), {
  // Fields with a default may be left out of a request.
  defaultNonNullable: false,
  transform: ({ format }) => (format === 'binary' ? BLOB : undefined),
});
await writeFile(types, astToString(nodes));
