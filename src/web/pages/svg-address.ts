/** The address of a picture that came as SVG text, for an image; as an image it runs no script. */
export function svgAddress(svg: string): string {
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}
