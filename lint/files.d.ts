/** A file as text, as Vite gives it. */
declare module "*?raw" {
  const text: string;
  export default text;
}

/** Where a file lies in the build. */
declare module "*?url" {
  const address: string;
  export default address;
}
