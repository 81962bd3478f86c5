// Stands in for a development-only dependency of the terminal library, so that it stays out of the bundle.
export default {}
