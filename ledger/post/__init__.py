"""The post office: how messages get from one account to another, whatever crashes on the way.

A message goes into the outbox in the commit that records its event, and out of it in the commit that takes it in; so
each is taken in at least once, and what takes it in changes nothing when it comes again.
"""
