package dev.mortise.lab.peer;

/** Why a peer takes no part; the message is for the report. */
final class PeerException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    PeerException(String message) {
        super(message);
    }
}
