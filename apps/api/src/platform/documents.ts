import { asyncApiDocument } from '@hearback/domain';
import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { withSharedResponses } from './shared-responses.js';

/** Serves what programs read about this service: OpenAPI 3.1 of its routes, AsyncAPI 3.0 of its events. */
export function serveDocuments(app: INestApplication, topic: string, version: string): void {
  const openApi = openApiDocument(app, version);
  const asyncApi = asyncApiDocument({ topic, version });
  const server = app.getHttpAdapter();
  server.get('/api/openapi.json', (_request: Request, response: Response) => void response.json(openApi));
  server.get('/api/asyncapi.json', (_request: Request, response: Response) => void response.json(asyncApi));
}

export function openApiDocument(app: INestApplication, version: string): OpenAPIObject {
  const config = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Hearback')
    .setDescription(
      'How long candidates wait to hear back after an interview, per team, with those still waiting counted.',
    )
    .setVersion(version)
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .build();
  const document = SwaggerModule.createDocument(app, config, {
    // The default conversion writes OpenAPI 3.0's schemas into a 3.1 document.
    standardSchemaConverter: (schema, { schemaType }) => {
      const { $schema: _dialect, ...json } = z.toJSONSchema(schema as z.ZodType, {
        target: 'draft-2020-12',
        io: schemaType,
      });
      return { schema: json };
    },
  });
  return withSharedResponses(document);
}
