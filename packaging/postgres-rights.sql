-- The rights of the role that runs the program, on a schema that another role owns. Run by the owner
-- after `himaya init` and after each change of the model:
--   psql -v schema=himaya -v program=himaya_program -f postgres-rights.sql ADDRESS
REVOKE ALL ON SCHEMA :"schema" FROM PUBLIC;
GRANT USAGE ON SCHEMA :"schema" TO :"program";
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA :"schema" TO :"program";
-- The chain is added to and read, never changed.
REVOKE UPDATE, DELETE, TRUNCATE ON :"schema".store_audit FROM :"program";
-- What follows from the model belongs to its owner.
REVOKE INSERT, UPDATE, DELETE ON :"schema".store_layout, :"schema".store_model, :"schema".store_field,
    :"schema".store_index FROM :"program";
