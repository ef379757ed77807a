# Answers of Redmine's web server leave at once. It writes an answer's head and body one after the other, and the second
# waits for the client to acknowledge the first: 40 ms of each read on a connection that is kept.
require "socket"

TCPServer.prepend(Module.new do
  def accept_nonblock(**)
    super.tap { |it| it.setsockopt(Socket::IPPROTO_TCP, Socket::TCP_NODELAY, 1) if it.is_a?(TCPSocket) }
  end
end)
