console.log("buzz");
