import { html, type Html } from './html.js';

/**
 * The frame of a mail: one column of at most 600 px in tables, which every client lays out; the colours of the light
 * scheme inline, those of the dark one by class where a client knows the scheme; a table of fixed width for Outlook,
 * which knows no maximum.
 */
export function mailFrame(title: string, preview: string, body: Html): string {
  const document = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <title>${title}</title>
        <style>
          :root {
            color-scheme: light dark;
            supported-color-schemes: light dark;
          }
          a {
            color: #1f5fa8;
          }
          @media (prefers-color-scheme: dark) {
            .ground {
              background-color: #16181c !important;
            }
            .card {
              background-color: #22252b !important;
            }
            .ink {
              color: #eceef1 !important;
            }
            .quiet {
              color: #b3b9c2 !important;
            }
            .rule {
              border-color: #3d424b !important;
            }
            .step {
              background-color: #2b3544 !important;
            }
            a {
              color: #8dbdf2 !important;
            }
          }
          @media (max-width: 480px) {
            .pad {
              padding: 20px 16px !important;
            }
            .cell {
              padding-left: 6px !important;
              font-size: 13px !important;
            }
            .big {
              font-size: 40px !important;
              line-height: 44px !important;
            }
          }
        </style>
      </head>
      <body class="ground" style="margin:0;padding:0;background-color:#f2f3f5;">
        <div style="display:none;max-height:0;overflow:hidden;">${preview}</div>
        <table
          role="presentation"
          class="ground"
          width="100%"
          cellpadding="0"
          cellspacing="0"
          border="0"
          style="background-color:#f2f3f5;"
        >
          <tr>
            <td align="center" style="padding:16px 8px;">
              <!--[if mso]><table role="presentation" width="600" cellpadding="0" cellspacing="0" border="0"><tr><td><![endif]-->
              <table
                role="presentation"
                class="card"
                width="100%"
                cellpadding="0"
                cellspacing="0"
                border="0"
                style="max-width:600px;background-color:#ffffff;border-radius:8px;"
              >
                <tr>
                  <td
                    class="pad ink"
                    align="left"
                    style="padding:28px 32px;${FONT}font-size:16px;line-height:24px;color:#1d2126;overflow-wrap:break-word;"
                  >
                    ${body}
                  </td>
                </tr>
              </table>
              <!--[if mso]></td></tr></table><![endif]-->
            </td>
          </tr>
        </table>
      </body>
    </html> `;
  return document.text;
}

const FONT = "font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;";

export function heading(text: string): Html {
  return html`<h2 class="ink" style="margin:28px 0 8px;font-size:17px;line-height:24px;color:#1d2126;">
    ${text}
  </h2>`;
}

export function paragraph(content: string | Html): Html {
  return html`<p style="margin:0 0 12px;">${content}</p>`;
}

export function quiet(content: string | Html): Html {
  return html`<p class="quiet" style="margin:0 0 12px;font-size:14px;line-height:20px;color:#5a626d;">
    ${content}
  </p>`;
}

/** The one thing to do: set apart. */
export function stepBox(content: string | Html): Html {
  return html`<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0">
    <tr>
      <td
        class="step ink"
        style="padding:14px 16px;background-color:#e8f0fa;border-left:4px solid #3b82c4;color:#1d2126;"
      >
        ${content}
      </td>
    </tr>
  </table>`;
}

export function link(url: string, text: string): Html {
  return html`<a href="${url}">${text}</a>`;
}

/** A name that may be written in either direction. */
export function name(text: string): Html {
  return html`<bdi dir="auto">${text}</bdi>`;
}

/** A table of figures: the first column is text, the others are numbers. */
export function figures(head: readonly string[], rows: readonly (readonly (string | Html)[])[]): Html {
  return html`<table
    width="100%"
    cellpadding="0"
    cellspacing="0"
    border="0"
    style="font-size:14px;line-height:20px;"
  >
    <tr>
      ${head.map((text, index) => html`<th scope="col" class="${index === 0 ? '' : 'cell '}quiet rule" align="${index === 0 ? 'left' : 'right'}" style="${cellStyle(index)}white-space:nowrap;font-weight:600;color:#5a626d;">${text}</th>`)}
    </tr>
    ${rows.map(
      (row) =>
        html`<tr>
          ${row.map((cell, index) => html`<td class="${index === 0 ? '' : 'cell '}rule" align="${index === 0 ? 'left' : 'right'}" valign="top" style="${cellStyle(index)}">${cell}</td>`)}
        </tr>`,
    )}
  </table>`;
}

/** Only the first column gives way: a number that is broken is another number. */
function cellStyle(index: number): string {
  const border = 'border-bottom:1px solid #dfe2e6;';
  return index === 0
    ? `padding:6px 0;${border}overflow-wrap:anywhere;`
    : `padding:6px 0 6px 10px;${border}white-space:nowrap;`;
}
