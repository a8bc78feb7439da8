"""Merkle trees: every body has its own proof, and nothing else verifies with it."""

import struct
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liandong.keys.merkle import MOST_LEAVES, BadProof, join_verified, read_proof, tree, verify_path

bodies_of_a_batch = st.lists(st.binary(max_size=5), min_size=1, max_size=70)


def rfc_9162(bodies):
    """Hash literally as section 2.1.1 of RFC 9162 defines."""
    if len(bodies) == 1:
        return sha256(b"\x00" + bodies[0]).digest()
    split = 1
    while split * 2 < len(bodies):
        split *= 2
    return sha256(b"\x01" + rfc_9162(bodies[:split]) + rfc_9162(bodies[split:])).digest()


def root_of(body, proof):
    return verify_path(body, *read_proof(proof)).root


@given(bodies_of_a_batch)
def test_the_root_is_that_of_rfc_9162_and_each_body_leads_to_it_alone(bodies):
    root, proofs = tree(bodies)

    assert root == rfc_9162(bodies)
    assert [root_of(*pair) for pair in zip(bodies, proofs, strict=True)] == [root] * len(bodies)


@given(bodies_of_a_batch, st.data())
def test_the_short_way_leads_where_the_long_one_does(bodies, data):
    root, proofs = tree(bodies)
    order = data.draw(st.lists(st.sampled_from(range(len(bodies))), max_size=20))

    known = verify_path(bodies[0], *read_proof(proofs[0]))
    for index in order:
        known = join_verified(known, bodies[index], *read_proof(proofs[index]))

        assert known.root == root
        assert known == verify_path(bodies[known.index], *read_proof(proofs[known.index]))


@given(bodies_of_a_batch, st.data())
def test_a_proof_that_was_touched_leads_nowhere_by_either_way(bodies, data):
    root, proofs = tree(bodies)
    index = data.draw(st.sampled_from(range(len(bodies))))
    forged = data.draw(st.sampled_from(list(forgeries(proofs[index], len(bodies)))))

    for known in (None, 0, index):
        assert not accepted(root, bodies, proofs, bodies[index], forged, known)


@given(bodies_of_a_batch, st.data())
def test_another_body_does_not_pass_in_the_place_of_one(bodies, data):
    root, proofs = tree(bodies)
    index = data.draw(st.sampled_from(range(len(bodies))))

    for known in (None, 0, index):
        assert not accepted(root, bodies, proofs, bodies[index] + b"!", proofs[index], known)


@pytest.mark.parametrize("index", [0, 1, 2, 3, 5, 7, 8, 31, 36])
def test_every_sibling_counts_also_those_that_are_not_hashed_again(index):
    """Otherwise a message would be accepted here that others could not verify alone."""
    bodies = [b"%d" % number for number in range(37)]
    root, proofs = tree(bodies)

    for forged in forgeries(proofs[index], len(bodies)):
        for known in (None, 0, 6, 36):
            assert not accepted(root, bodies, proofs, bodies[index], forged, known)


def test_a_node_does_not_pass_for_a_leaf():
    """Second preimage: the pair of hashes below a node, presented as a body one level higher."""
    bodies = [b"a", b"b", b"c", b"d"]
    root, proofs = tree(bodies)
    leaf = [sha256(b"\x00" + body).digest() for body in bodies]
    right = sha256(b"\x01" + leaf[2] + leaf[3]).digest()

    forged = struct.pack(">HH", 0, 2) + right

    assert root_of(leaf[0] + leaf[1], forged) != root
    assert root_of(b"\x01" + leaf[0] + leaf[1], forged) != root
    assert read_proof(proofs[0])[2][32:] == right


@pytest.mark.parametrize(
    "proof",
    [
        b"",
        b"\x00\x00\x00",
        struct.pack(">HH", 0, 0),
        struct.pack(">HH", 1, 1),
        struct.pack(">HH", 5, 4) + b"x" * 64,
        struct.pack(">HH", 0, MOST_LEAVES + 1) + b"x" * 320,
        struct.pack(">HH", 0, MOST_LEAVES) + b"x" * 352,
        struct.pack(">HH", 0, 2) + b"x" * 10_000_000,
    ],
)
def test_what_has_no_form_of_a_proof_is_refused_before_anything_is_hashed(proof):
    with pytest.raises(BadProof):
        read_proof(proof)


@pytest.mark.parametrize("count", [0, MOST_LEAVES + 1])
def test_a_tree_is_bounded(count):
    with pytest.raises(ValueError, match="1 to 1024"):
        tree([b"x"] * count)


def forgeries(proof, count):
    """Truncate and extend the proof, flip each byte, and change its position."""
    yield proof + b"x" * 32
    yield proof + b"x"
    yield struct.pack(">HH", 0, 2 * count) + proof[4:]
    if len(proof) > 4:
        yield proof[:-1]
        yield proof[:-32]
        yield from (
            proof[:position] + bytes([proof[position] ^ 1]) + proof[position + 1 :]
            for position in range(4, len(proof))
        )


def accepted(root, bodies, proofs, body, proof, known):
    """Tell whether a key ring would accept: `count` is part of the signed statement."""
    try:
        index, count, siblings = read_proof(proof)
        if count != len(bodies):
            return False
        if known is None:
            return verify_path(body, index, count, siblings).root == root
        path = verify_path(bodies[known], *read_proof(proofs[known]))
        return join_verified(path, body, index, count, siblings).root == root
    except BadProof:
        return False
