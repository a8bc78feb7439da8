// The health check of the mongo container: healthy means "accepts majority writes".
// Makes the single-node replica set on first start; a member that is set up already is left alone.
try {
  rs.status();
} catch (error) {
  if (error.codeName !== "NotYetInitialized") throw error;
  rs.initiate({ _id: "rs0", members: [{ _id: 0, host: "mongo:27017" }] });
}
if (!db.hello().isWritablePrimary) quit(1);
