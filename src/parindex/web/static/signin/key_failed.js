// Says in words, on the page, that a passkey could not be used; the console is for nobody.
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const said = document.getElementById("key-failed");
  said.hidden = false;
  said.scrollIntoView({ block: "nearest" });
});
