-- What depends on an asset is asked for on its page, whatever the size of the register.
create index on asset using gin ("depends_on");
