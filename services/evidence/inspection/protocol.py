"""What is said between who orders, the nursery and a child.

Order: `ORDER` with two descriptors, the child's line and its leash.
On the line: the child says `BORN` once it is there. It is told a line of JSON {size, head}
(lengths), then the bytes of head, then those of tail up to the end. Only after the end does it
answer {media_type, claims, warnings}, and ends.
"""

from typing import Final

ORDER: Final = b"+"
BORN: Final = b"+"
"""Until then no byte was told: if it does not come, another child may be ordered."""
